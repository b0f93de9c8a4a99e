/// Captures in files, and the ways to look at them.
///
/// A capture file is a ZIP: `capture.json` says everything but the bytes, `buffers/` has one file
/// for each object whose bytes are there. Any unzip and any JSON reader can read it;
/// `docs/capture-format.md` says what is in it. [dev.holdfast.capturefile.CaptureWriter] writes one
/// beside its place and moves it there when it is whole, so that a file with that name is never
/// half a capture. [dev.holdfast.capturefile.CaptureReader] trusts nothing: names are looked up and
/// never opened as paths, sizes are checked before anything is held, and what is wrong is said in
/// one line with the file's name.
///
/// [dev.holdfast.capturefile.CapturePage] is for people's eyes, [dev.holdfast.capturefile.I915Text]
/// for a decoder that others wrote. Ownership, threads: values and functions of them; nothing is
/// kept, anything may be called from any thread.
package dev.holdfast.capturefile;
