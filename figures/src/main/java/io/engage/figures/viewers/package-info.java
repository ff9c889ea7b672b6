/** Who watches: sessions, views, the peak, and how many different people. */
package io.engage.figures.viewers;
