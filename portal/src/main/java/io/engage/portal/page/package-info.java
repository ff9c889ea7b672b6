/** The pages that people open. */
package io.engage.portal.page;
