package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of the audit.
 *
 * @param entries the entries, the newest first
 * @param next the cursor of the next page, {@code null} on the last page
 */
public record AuditPage(List<AuditEntry> entries, @Nullable String next) {

	public AuditPage {
		entries = List.copyOf(entries);
	}

}
