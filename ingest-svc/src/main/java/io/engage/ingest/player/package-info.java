/** What players' pages load from here: the script, and a page to try it on. */
package io.engage.ingest.player;
