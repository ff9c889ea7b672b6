package io.engage.sentiment.scoring;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.annotate.TargetElement;

/**
 * What becomes of {@link CoreNlpScorer} in a native executable, which reads no model by Java serialization: a refusal. Else native-image
 * would want to link all of CoreNLP's annotators, with libraries of theirs that are not here.
 */
@TargetClass(CoreNlpScorer.class)
final class NativeCoreNlpScorer {
    @Substitute
    @TargetElement(name = TargetElement.CONSTRUCTOR_NAME)
    NativeCoreNlpScorer() {
        throw new IllegalStateException("The scorer corenlp needs a JVM: use it there, or use the scorer chat");
    }

    @Substitute
    public double score(String text) {
        throw new IllegalStateException("The scorer corenlp needs a JVM");
    }
}
