/** Running programs: backends and their devices, the host loop, what is recorded and where it goes. */
package org.loligo.runtime;
