/**
 * What a run leaves on disk, and arrays read from disk. {@link org.loligo.io.NpySink} and {@link org.loligo.io.ZarrSink} write the
 * samples of a run as NumPy files and as a Zarr v3 store; {@link org.loligo.io.NpyReader} reads NumPy files. A mistake in what a user
 * gave is a {@link org.loligo.model.ModelException}, a disk that fails an {@link java.io.IOException}; either way the message is one
 * sentence that names the file.
 */
package org.loligo.io;
