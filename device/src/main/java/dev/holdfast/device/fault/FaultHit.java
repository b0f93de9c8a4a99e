package dev.holdfast.device.fault;

/// A visit of a site at which something happens.
///
/// @param action what happens
/// @param visit which visit of the site it was, counted from one
/// @param draw a number of this visit's own, for whoever has to choose how it happens
public record FaultHit(FaultAction action, long visit, long draw) {}
