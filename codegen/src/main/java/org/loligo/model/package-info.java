/** What a user describes: neuron and synapse models, networks of populations and projections, stimuli, values, time. */
package org.loligo.model;
