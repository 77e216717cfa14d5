/** Emitters: a step program as source code of a kernel, one dialect each. */
package org.loligo.codegen.emit;
