/** The log of points, and how the histories in Redis are written again from it. */
package io.engage.history;
