/** What every service answers beside its own: which build it is, and to whom it tells how it is. */
package io.engage.service;
