/**
 * What depends on exact time and is the same on every host: when stages fall, what stimuli are worth, which windows are open, who may fire.
 */
package org.loligo.codegen.feed;
