/** The last comments and moments of a video. */
package io.engage.portal.recent;
