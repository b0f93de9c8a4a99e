/// The backend contract suite: what the interface of `dev.holdfast.device` promises, as tests that
/// run against any backend.
///
/// A backend's tests implement [dev.holdfast.device.contract.DeviceContract] and name their
/// provider; JUnit finds the rest. Each theme is an interface of its own with the tests as default
/// methods, so that nothing is inherited but the tests. A test opens the device it needs with a
/// [dev.holdfast.device.contract.Rig] and closes it with its own threads.
///
/// A device may lack address spaces, reset, kernels in Java or a visible window. What it lacks is
/// *not run*, by an assumption that the report shows with its reason: never passed.
@NullMarked
package dev.holdfast.device.contract;

import org.jspecify.annotations.NullMarked;
