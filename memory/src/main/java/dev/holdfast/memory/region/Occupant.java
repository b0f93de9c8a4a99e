package dev.holdfast.memory.region;

/// Who has space in a region, for a search that asks who might leave. A region knows no more of it.
public interface Occupant {}
