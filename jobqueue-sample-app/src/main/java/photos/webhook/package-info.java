/**
 * Jobs that deliver webhooks, and a receiver of webhooks.
 */
@NullMarked
package photos.webhook;

import org.jspecify.annotations.NullMarked;
