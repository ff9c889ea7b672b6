package io.engage.archive.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithoutCrtTest {
    /** Promise: a newer SDK in which a substituted method is another, or none, is found here and not by native-image. */
    @Test
    void whatIsSubstitutedIsThere() throws ReflectiveOperationException {
        for (Class<?> substitution : WithoutCrt.class.getDeclaredClasses()) {
            // Given
            Class<?> target =
                    Class.forName(substitution.getAnnotation(TargetClass.class).className());
            List<Method> methods = Arrays.stream(substitution.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Substitute.class))
                    .toList();
            // Then
            assertFalse(methods.isEmpty());
            for (Method method : methods) {
                Method original = target.getDeclaredMethod(method.getName(), method.getParameterTypes());
                assertEquals(method.getReturnType(), original.getReturnType());
            }
        }
    }
}
