/** How the portal is run: what its configuration decides by itself. */
package io.engage.portal.operation;
