package io.engage.figures.viewers;

/** Where a broadcaster is, in degrees. */
public record Place(double latitude, double longitude) {}
