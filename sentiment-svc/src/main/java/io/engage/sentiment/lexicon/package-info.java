/** Rated words, slang, emotes and emoji, and the rules by which a sentence changes what they say. */
package io.engage.sentiment.lexicon;
