/** Videos and their figures: what the fields are, what a query selects, and the answers. */
package io.engage.portal.videos;
