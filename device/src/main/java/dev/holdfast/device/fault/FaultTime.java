package dev.holdfast.device.fault;

/// Which visits of a [FaultSite] are hit.
public sealed interface FaultTime {

    /// The `count`-th visit, counted from one.
    record Nth(long count) implements FaultTime {
        /// Checks that there is such a visit.
        public Nth {
            if (count < 1) {
                throw new IllegalArgumentException("visits are counted from one, not " + count);
            }
        }
    }

    /// This share of the visits, chosen by the plan's seed.
    record Share(double fraction) implements FaultTime {
        /// Checks that it is a share.
        public Share {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException(fraction + " is not a share between 0 and 1");
            }
        }
    }

    /// Every visit.
    record Always() implements FaultTime {}

    /// Parses `#17`, `5%` or `always`.
    static FaultTime parse(String text) {
        if (text.equals("always")) {
            return new Always();
        }
        if (text.matches("#[0-9]{1,18}") && Long.parseLong(text.substring(1)) >= 1) {
            return new Nth(Long.parseLong(text.substring(1)));
        }
        if (text.matches("[0-9]{1,3}(\\.[0-9]{1,15})?%")) {
            double percent = Double.parseDouble(text.substring(0, text.length() - 1));
            if (percent <= 100) {
                return new Share(percent / 100);
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" does not say when: #17, 5% or always");
    }
}
