package io.jobqueue.autoconfigure.properties;

import java.util.Map;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Properties as an application has them once they are bound and checked.
 */
public final class BoundProperties {

	private BoundProperties() {
	}

	public static JobQueueProperties of(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("jobqueue",
				Bindable.of(JobQueueProperties.class), new ValueChecks(BindHandler.DEFAULT));
	}

}
