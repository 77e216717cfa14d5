/** The compiler: a network becomes a {@link org.loligo.codegen.StepProgram}, which passes improve and emitters turn into source. */
package org.loligo.codegen;
