/** How a video's id stands in addresses, and how the API refuses. */
package io.engage.portal.address;
