package photos;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

@SpringBootApplication
@ConfigurationPropertiesScan
public class PhotosApplication {

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(PhotosApplication.class, args);
		if (context.getBean(PhotosProperties.class).exit()) {
			System.exit(SpringApplication.exit(context));
		}
	}

}
