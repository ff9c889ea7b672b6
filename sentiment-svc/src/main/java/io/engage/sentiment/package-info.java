/** The service of comments: popular words and sentiment. */
package io.engage.sentiment;
