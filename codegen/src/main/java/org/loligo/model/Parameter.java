package org.loligo.model;

/**
 * A parameter of a model.
 *
 * @param name         its name
 * @param unit         its unit
 * @param defaultValue the value when an experiment gives none
 * @param owner        in a synapse model, who has one value of it; {@link Owner#SELF} in a neuron model
 * @param doc          what it is
 */
public record Parameter(String name, Unit unit, double defaultValue, Owner owner, String doc) {}
