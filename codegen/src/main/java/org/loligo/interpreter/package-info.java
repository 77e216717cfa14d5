/** The oracle: a plain, slow interpreter of step programs in double precision that also bounds the rounding errors of other precisions. */
package org.loligo.interpreter;
