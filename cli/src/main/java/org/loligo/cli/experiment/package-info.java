/** Experiment files: YAML text → a tree that knows its places → {@link org.loligo.runtime.Experiment}, and back to text as run. */
package org.loligo.cli.experiment;
