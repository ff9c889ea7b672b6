/** What every service answers beside its own: which build it is. */
package io.engage.service;
