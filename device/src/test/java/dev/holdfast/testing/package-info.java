/// What the tests of every module share, carried to them by the test-jar of `device`.
///
/// A scenario is a situation that somebody once got wrong: the failures of two kernel patch series
/// and the behaviours that other test suites hold fast. `docs/scenario-catalogue.tsv` names each by
/// an id and a title. A test that stands for one says so with [Scenario], and says which change to
/// the code would break it; a test for which no such sentence exists checks nothing.
///
/// [ScenarioRecorder] is a listener that the JUnit launcher finds by itself. It writes what really
/// ran, with its result, to `target/scenarios.tsv` of the module under test; `./dev coverage` makes
/// `docs/coverage.md` of those files. So the table is a report and never a claim.
///
/// [WordKernels] write and check words in the language of whichever device there is. Kernels in
/// OpenCL C cannot throw: in front of their device stands a [VerdictDevice], which fails a launch
/// that has found a wrong word.
@NullMarked
package dev.holdfast.testing;

import org.jspecify.annotations.NullMarked;
