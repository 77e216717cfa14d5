package org.loligo.model;

import org.loligo.expr.Expr;

/**
 * A named part of a model's equations, such as an ionic current.
 *
 * @param name  its name
 * @param value what it stands for
 */
public record Definition(String name, Expr value) {}
