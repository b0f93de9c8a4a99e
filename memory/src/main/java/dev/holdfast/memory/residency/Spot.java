package dev.holdfast.memory.residency;

import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.GrantedExtent;

/// Where in device memory a plan has an object go.
sealed interface Spot {
    /// Wherever there is space: enough is free by then.
    record Anywhere() implements Spot {}

    /// In space that the plan has been granted.
    record Reserved(GrantedExtent granted) implements Spot {}

    /// At this very place, which is free by then.
    record Vacated(Extent place) implements Spot {}

    /// Wherever there is space.
    Spot ANYWHERE = new Anywhere();
}
