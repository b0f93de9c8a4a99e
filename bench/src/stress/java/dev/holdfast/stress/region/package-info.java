/// What must hold of extent lists, and of regions while fences settle.
package dev.holdfast.stress.region;
