/** The command line. {@link org.loligo.cli.Main} is where it begins and where exit codes are decided. */
package org.loligo.cli;
