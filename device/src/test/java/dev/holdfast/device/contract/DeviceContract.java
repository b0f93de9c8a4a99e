package dev.holdfast.device.contract;

/// All of the contract.
public interface DeviceContract
        extends HeapContract,
                CopyContract,
                LentContract,
                FillContract,
                QueueContract,
                AddressSpaceContract,
                KernelContract,
                KernelFaultContract,
                ResetContract,
                UsageContract,
                MisuseContract,
                CloseContract {}
