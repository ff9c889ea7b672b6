/** Server-sent events: the list and single videos, live. */
package io.engage.portal.stream;
