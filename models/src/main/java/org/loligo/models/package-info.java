/** Ready-made neurons, synapses and systems of differential equations, found by name in {@link org.loligo.models.Models}. */
package org.loligo.models;
