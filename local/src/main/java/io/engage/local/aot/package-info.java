/** AOT caches: what lets the houses' JVMs start in half the time, and the training run that makes them. */
package io.engage.local.aot;
