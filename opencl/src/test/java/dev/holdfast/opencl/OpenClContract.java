package dev.holdfast.opencl;

import dev.holdfast.device.KernelCode;
import dev.holdfast.device.contract.DeviceContract;
import java.util.Optional;

/// The contract as an OpenCL device is held to it.
interface OpenClContract extends DeviceContract {
    @Override
    default Optional<KernelCode> inOwnLanguage(String kernel) {
        return Installed.contractKernel(kernel);
    }

    /// Each goes to the driver and back.
    @Override
    default int longChain() {
        return Integer.getInteger("holdfast.opencl.chain", 30_000);
    }

    @Override
    default int closings() {
        return Integer.getInteger("holdfast.opencl.closings", 200);
    }
}
