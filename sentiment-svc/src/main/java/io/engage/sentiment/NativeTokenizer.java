package io.engage.sentiment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** What CoreNLP's tokenizer makes by reflection, so that it also runs in a native image. */
@RegisterForReflection(
        targets = {HashMap.class, HashSet.class, IdentityHashMap.class, WeakHashMap.class, ConcurrentHashMap.class})
final class NativeTokenizer {
    private NativeTokenizer() {}
}
