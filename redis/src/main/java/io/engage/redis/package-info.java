/** How those who keep figures in Redis talk to it. */
package io.engage.redis;
