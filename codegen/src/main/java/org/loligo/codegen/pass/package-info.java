/** The compiler's passes: each makes an equal, better program, can be printed before and after, and switched on and off by name. */
package org.loligo.codegen.pass;
