package io.jobqueue.store.jdbc.schema;

import io.jobqueue.store.error.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * The tables of the store are not there, or not those of this version. The message says
 * which script makes them and the ways to have it run. What failed succeeds once they are
 * there.
 */
public class MissingSchemaException extends StoreUnavailableException {

	private final String scriptLocation;

	public MissingSchemaException(String message, String scriptLocation, @Nullable Throwable cause) {
		super(message, cause, true);
		this.scriptLocation = scriptLocation;
	}

	/** The script that makes the tables, as a resource on the class path. */
	public String scriptLocation() {
		return this.scriptLocation;
	}

}
