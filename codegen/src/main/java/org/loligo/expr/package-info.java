/** Expression trees: what the right-hand sides of models are written in. */
package org.loligo.expr;
