/** A video's figures over time. */
package io.engage.portal.history;
