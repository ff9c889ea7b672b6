package io.engage.sentiment.scoring;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** The collections that CoreNLP makes by their constructors' names, kept in a native executable. */
@RegisterForReflection(
        targets = {HashMap.class, HashSet.class, IdentityHashMap.class, WeakHashMap.class, ConcurrentHashMap.class},
        fields = false)
final class NativeConstructors {
    private NativeConstructors() {}
}
