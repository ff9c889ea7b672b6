/** Logs of events, read line by line and played again through the door, in any of the forms people have them. */
package io.engage.local.replay;
